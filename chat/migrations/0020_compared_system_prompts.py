from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chat", "0019_keys_of_teams"),
    ]

    operations = [
        migrations.AddField(
            model_name="generation",
            name="system_prompt",
            field=models.TextField(null=True),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chat", "0009_sharing"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="tool_calls",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
    ]

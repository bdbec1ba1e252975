from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chat", "0017_audit_actions"),
    ]

    operations = [
        migrations.AddField(
            model_name="sharedmessage",
            name="is_edited",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chat", "0016_replay"),
    ]

    operations = [
        migrations.AlterField(
            model_name="auditentry",
            name="action",
            field=models.CharField(
                choices=[
                    ("opened", "read it"),
                    ("browsed", "asked to see titles"),
                    ("searched", "searched texts"),
                    ("exported", "exported it"),
                    ("reran", "had a reply of it written again"),
                    ("refused", "tried to read it and was refused"),
                    ("reported", "put it before reviewers"),
                    ("withdrawn", "took it back from reviewers"),
                    ("held", "placed a legal hold"),
                    ("released", "released a legal hold"),
                    ("deleted", "deleted it"),
                    ("expired", "deleted what was old"),
                    ("changed", "changed it"),
                    ("stopped", "stopped a reply of it"),
                ],
                max_length=10,
            ),
        ),
    ]

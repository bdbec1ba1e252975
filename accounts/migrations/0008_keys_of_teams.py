import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_teams"),
    ]

    operations = [
        migrations.AddField(
            model_name="apikey",
            name="team",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="api_keys",
                to="accounts.team",
            ),
        ),
        migrations.AddField(
            model_name="team",
            name="replies_at_once",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
    ]

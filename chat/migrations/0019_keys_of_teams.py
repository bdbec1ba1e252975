import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_keys_of_teams"),
        ("chat", "0018_shared_edits"),
    ]

    operations = [
        migrations.AddField(
            model_name="apigeneration",
            name="team",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="api_generations",
                to="accounts.team",
            ),
        ),
    ]

import django.db.models.deletion
from django.db import migrations, models

from chat import word_index


class Migration(migrations.Migration):
    """Which branch is shown, and the index of words that the search looks into."""

    dependencies = [
        ("chat", "0004_api_generations"),
    ]

    operations = [
        migrations.AddField(
            model_name="conversation",
            name="head",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="chat.message",
            ),
        ),
        migrations.RunPython(word_index.create, word_index.drop),
    ]

from django.db import migrations
from django.db.models.functions import Lower


def lower_addresses(apps, schema_editor):
    """As every new one is kept: they are compared as they stand. No two differ by that alone."""
    users = apps.get_model("accounts", "User").objects.using(schema_editor.connection.alias)
    users.update(email=Lower("email"))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_sign_up")]
    operations = [migrations.RunPython(lower_addresses, migrations.RunPython.noop)]

"""The number that grows with every change of a public record."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE registry_change_seq", "DROP SEQUENCE registry_change_seq"),
    ]

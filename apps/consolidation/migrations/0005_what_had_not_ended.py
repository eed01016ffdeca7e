"""A scan remembers the acts that had not ended when it read: the next one looks at what they brought."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consolidation", "0004_past_by_age")]

    operations = [
        migrations.AddField(
            model_name="scan",
            name="unended",
            field=ArrayField(base_field=models.BigIntegerField(), default=list, size=None),
        )
    ]

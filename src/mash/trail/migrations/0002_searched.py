"""The access log is searched by period and by what was done."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("trail", "0001_initial")]

    operations = [
        migrations.AddIndex(model_name="entry", index=models.Index("at", name="trail_by_time")),
        migrations.AddIndex(model_name="entry", index=models.Index("verb", name="trail_by_verb")),
    ]

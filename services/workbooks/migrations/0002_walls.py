from django.db import migrations

from accounts.confinement import Confine


class Migration(migrations.Migration):
    dependencies = [("workbooks", "0001_initial"), ("accounts", "0003_streets"), ("people", "0007_streets_of_numbers")]
    operations = [
        Confine("workbooks_workbook"),
        Confine("workbooks_importedrow"),
        Confine("workbooks_columnmapping"),
    ]

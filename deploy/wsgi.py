import os

from django.core.wsgi import get_wsgi_application

from accounts.confinement import refuse_unconfined
from deploy import celery  # noqa: F401 - tasks sent from a request go to our broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deploy.settings")
application = get_wsgi_application()
refuse_unconfined()

import os

from django.core.wsgi import get_wsgi_application

from accounts.confinement import refuse_unconfined
from deploy import celery  # noqa: F401 - tasks sent from a request go to our broker
from deploy.last_resort import always_answered
from deploy.patience import patient

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deploy.settings")
application = always_answered(patient(get_wsgi_application()))
refuse_unconfined()

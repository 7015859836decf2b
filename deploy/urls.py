from django.contrib import admin
from django.http import HttpResponse
from django.urls import include, path
from django.views.generic import RedirectView

from deploy import health

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index")),
    path("admin/", admin.site.urls),
    path("api/", include("deploy.api")),
    path("", include("reporting.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("favicon.ico", lambda request: HttpResponse(status=204)),
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
]
handler400 = "deploy.errors.bad_request"
handler403 = "deploy.errors.permission_denied"
handler404 = "deploy.errors.page_not_found"
handler500 = "deploy.errors.server_error"

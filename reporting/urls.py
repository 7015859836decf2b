from django.contrib import admin
from django.urls import path

from reporting import budget_page, saved_views, views

inside = admin.site.admin_view  # signed in, with a scope; else to the sign-in page
urlpatterns = [
    path("summary/", inside(views.last_summary), name="last_summary"),
    path("summary/views/<int:pk>/delete/", inside(saved_views.delete), name="view_delete"),
    path("summary/<int:number>/", inside(views.summary_page), name="summary"),
    path("summary/<int:number>/budget/", inside(budget_page.budget_page), name="budget"),
    path("summary/<int:number>/export/", inside(views.export), name="summary_export"),
    path("summary/<int:number>/save/", inside(saved_views.save), name="view_save"),
    path("summary/<int:number>/<str:code>/", inside(views.figure_page), name="figure"),
    path("summary/<int:number>/<str:code>/streets/", inside(views.streets_page), name="figure_streets"),
]

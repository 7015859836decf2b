from django.contrib import admin
from django.urls import path

from reporting import budget_page, fates_page, relations_page, targets_page, views, why_page

inside = admin.site.admin_view  # signed in, with a scope; else to the sign-in page
urlpatterns = [
    path("summary/", inside(views.last_full_year), name="last_summary"),
    path("summary/<int:number>/", inside(views.summary_page), name="summary"),
    path("summary/<int:number>/budget/", inside(budget_page.budget_page), name="budget"),
    path("summary/<int:number>/relations/", inside(relations_page.relations_page), name="relations"),
    path("summary/<int:number>/targets/", inside(targets_page.targets_page), name="targets"),
    path("summary/<int:number>/export/", inside(views.export), name="summary_export"),
    path("summary/<int:number>/fates/<str:code>/", inside(fates_page.fates_page), name="fates"),
    path("summary/<int:number>/<str:code>/", inside(views.figure_page), name="figure"),
    path("summary/<int:number>/<str:code>/why/", inside(why_page.why_page), name="why"),
]

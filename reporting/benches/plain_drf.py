"""The rival of bench api: the list of cases as the tutorial of Django REST framework writes it, below the same
middleware and sign-in, for the same rows in the same shape; and once more with the join that the tutorial forgets."""

from rest_framework import serializers
from rest_framework.pagination import PageNumberPagination
from rest_framework.permissions import IsAuthenticated
from rest_framework.renderers import JSONRenderer
from rest_framework.routers import DefaultRouter
from rest_framework.viewsets import ModelViewSet

from services.cases.models import Case
from services.cases.serializers import CaseSerializer
from services.people.models import Person


class PersonSerializer(serializers.ModelSerializer):
    masked_id = serializers.CharField(read_only=True)

    class Meta:
        model = Person
        fields = ("id", "name", "masked_id")


class PlainCaseSerializer(serializers.ModelSerializer):
    number = serializers.CharField(read_only=True)
    person = PersonSerializer(read_only=True)

    class Meta:
        model = Case
        fields = CaseSerializer.Meta.fields


class Pages(PageNumberPagination):
    page_size = 100


class PlainCases(ModelViewSet):
    queryset = Case.objects.order_by("-serial")
    serializer_class = PlainCaseSerializer
    pagination_class = Pages
    permission_classes = [IsAuthenticated]
    renderer_classes = [JSONRenderer]


class JoinedCases(PlainCases):
    queryset = Case.objects.select_related("person").order_by("-serial")


router = DefaultRouter()
router.register("api/plain/cases", PlainCases)
router.register("api/joined/cases", JoinedCases, basename="joined")
urlpatterns = router.urls

def pages(site):
    return []


def links(request):
    return []

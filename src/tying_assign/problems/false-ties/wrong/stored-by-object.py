"""The stored numbers are counted object by object, so the memory of an alias is counted twice."""


def costs(model):
    count = sum(parameter.numel() for parameter in model.parameters())
    return {"stored": count, "adam": 2 * count}

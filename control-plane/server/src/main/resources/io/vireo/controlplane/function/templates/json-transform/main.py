"""Sums the amounts of a list of records by their key."""

import json


def handler(context, event):
    try:
        records = event.body if isinstance(event.body, list) else json.loads(event.body)
    except (ValueError, TypeError) as error:
        return refusal(context, "the body is not JSON: {}".format(error))
    if not isinstance(records, list):
        return refusal(context, "the body must be a list of records")

    totals = {}
    for index, record in enumerate(records):
        if not isinstance(record, dict) or "key" not in record:
            return refusal(context, "record {} has no key".format(index))
        amount = record.get("amount", 0)
        if not isinstance(amount, (int, float)):
            return refusal(context, "record {}: amount is not a number".format(index))
        key = str(record["key"])
        totals[key] = totals.get(key, 0) + amount

    context.logger.info_with("transformed", records=len(records), keys=len(totals))
    return {"totals": totals}


def refusal(context, reason):
    context.logger.warn_with("refused", reason=reason)
    return context.Response(body=json.dumps({"error": reason}), content_type="application/json", status_code=400)

from django.db import migrations

OFFICE = "00000000-0000-0000-0000-000000000000"


def copy_forwards(apps, schema_editor):
    """Every mark, and what it said before, becomes a word said in the office."""
    Mark = apps.get_model("lms_delivery", "Mark")
    MarkEvent = apps.get_model("lms_delivery", "MarkEvent")
    superseded_marks = apps.get_model("lms_delivery", "SupersededMark")
    said = [
        (
            earlier.mark.session_id,
            earlier.superseded_at,
            earlier.mark.enrolment_id,
            earlier,
        )
        for earlier in superseded_marks.objects.select_related("mark").order_by("pk")
    ]
    said += [
        (mark.session_id, mark.marked_at, mark.enrolment_id, mark)
        for mark in Mark.objects.order_by("pk")
    ]
    # The words of one person keep their order: what stands now was said last.
    said.sort(key=lambda one: (one[0], one[3]._meta.model_name == "mark", one[1]))
    number = {}
    events = []
    for session, _moment, enrolment, word in said:
        number[session] = number.get(session, 0) + 1
        events.append(
            MarkEvent(
                session_id=session,
                enrolment_id=enrolment,
                value=word.value,
                source=word.source,
                said_by_id=word.marked_by_id,
                device=OFFICE,
                sequence=number[session],
                number=number[session],
                seen=number[session] - 1,
                device_at=word.device_at,
                received_at=word.marked_at,
            )
        )
    MarkEvent.objects.bulk_create(events, batch_size=500)


def copy_backwards(apps, schema_editor):
    """What stands now stays a mark; every other word becomes superseded again."""
    Mark = apps.get_model("lms_delivery", "Mark")
    MarkEvent = apps.get_model("lms_delivery", "MarkEvent")
    superseded_marks = apps.get_model("lms_delivery", "SupersededMark")
    marks = {(mark.enrolment_id, mark.session_id): mark for mark in Mark.objects.all()}
    last = {}
    for event in MarkEvent.objects.order_by("sequence", "pk"):
        key = (event.enrolment_id, event.session_id)
        earlier, last[key] = last.get(key), event
        if earlier and key in marks:
            superseded_marks.objects.create(
                mark=marks[key],
                value=earlier.value,
                source=earlier.source,
                marked_by_id=earlier.said_by_id,
                device_at=earlier.device_at,
                marked_at=earlier.received_at,
            )
    MarkEvent.objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("lms_delivery", "0004_words_behind_marks")]

    operations = [migrations.RunPython(copy_forwards, copy_backwards)]

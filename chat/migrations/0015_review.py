import chat.models.review
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


def let_reviewers_review(apps, schema_editor):
    """The group of a site that is there already; a new one has this from the beginning."""
    db = schema_editor.connection.alias
    group = apps.get_model("auth", "Group").objects.using(db).filter(name="Reviewers").first()
    if group is None:
        return
    kind, _ = (
        apps.get_model("contenttypes", "ContentType")
        .objects.using(db)
        .get_or_create(app_label="chat", model="reviewitem")
    )
    permission, _ = (
        apps.get_model("auth", "Permission")
        .objects.using(db)
        .get_or_create(
            codename="review",
            content_type=kind,
            defaults={"name": "Can review conversations: labels, notes, the queue"},
        )
    )
    group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("chat", "0014_team_conversations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Assessment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("finished_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ReviewItem",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Open"), ("done", "Done"), ("dismissed", "Dismissed")],
                        default="open",
                        max_length=9,
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("report", "Put before reviewers"),
                            ("feedback", "Thumbs down"),
                            ("sample", "Random sample"),
                            ("hand", "By hand"),
                        ],
                        max_length=8,
                        verbose_name="why",
                    ),
                ),
                (
                    "wants_second",
                    models.BooleanField(default=False, verbose_name="second reviewer wanted"),
                ),
                (
                    "queued_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="since"
                    ),
                ),
                (
                    "closed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="closed"),
                ),
                ("shown_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "review",
                "verbose_name_plural": "reviews",
                "ordering": ("queued_at", "id"),
                "permissions": (("review", "Can review conversations: labels, notes, the queue"),),
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="ReviewLabel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, unique=True)),
                (
                    "letter",
                    models.CharField(max_length=1, validators=[chat.models.review.check_letter]),
                ),
                (
                    "colour",
                    models.CharField(
                        choices=[
                            ("red", "Red"),
                            ("orange", "Orange"),
                            ("yellow", "Yellow"),
                            ("green", "Green"),
                            ("blue", "Blue"),
                            ("purple", "Purple"),
                            ("grey", "Grey"),
                        ],
                        default="grey",
                        max_length=6,
                    ),
                ),
                (
                    "description",
                    models.CharField(blank=True, max_length=200, verbose_name="when to use it"),
                ),
                ("is_retired", models.BooleanField(default=False, verbose_name="retired")),
            ],
            options={
                "verbose_name": "review label",
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="ReviewNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(max_length=2000)),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
            ],
            options={
                "ordering": ("created_at", "id"),
            },
        ),
        migrations.AddIndex(
            model_name="generation",
            index=models.Index(fields=["model", "conversation"], name="generation_model"),
        ),
        migrations.AddIndex(
            model_name="generation",
            index=models.Index(
                condition=models.Q(("finish_reason", "stop"), _negated=True),
                fields=["finish_reason", "conversation"],
                name="generation_ending",
            ),
        ),
        migrations.AddField(
            model_name="assessment",
            name="reviewer",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="reviewitem",
            name="assignee",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="reviewitem",
            name="conversation",
            field=models.OneToOneField(
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="review",
                to="chat.conversation",
            ),
        ),
        migrations.AddField(
            model_name="assessment",
            name="item",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="assessments",
                to="chat.reviewitem",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewlabel",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_retired", False)),
                fields=("letter",),
                name="a_letter_means_one_label",
                violation_error_message="Another label has this letter.",
            ),
        ),
        migrations.AddField(
            model_name="assessment",
            name="labels",
            field=models.ManyToManyField(related_name="assessments", to="chat.reviewlabel"),
        ),
        migrations.AddField(
            model_name="reviewnote",
            name="author",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="reviewnote",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notes",
                to="chat.reviewitem",
            ),
        ),
        migrations.AddIndex(
            model_name="reviewitem",
            index=models.Index(fields=["status", "queued_at", "id"], name="review_queue"),
        ),
        migrations.AddIndex(
            model_name="reviewitem",
            index=models.Index(
                condition=models.Q(("assignee", None), ("status", "open")),
                fields=["queued_at", "id"],
                name="review_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at", None), ("status", "open")),
                    models.Q(("closed_at__isnull", False), ("status__in", ["done", "dismissed"])),
                    _connector="OR",
                ),
                name="closed_reviews_know_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(
                fields=("item", "reviewer"), name="one_assessment_of_a_person"
            ),
        ),
        migrations.RunPython(let_reviewers_review, migrations.RunPython.noop),
    ]

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chat", "0015_review"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReplyRecord",
            fields=[
                (
                    "generation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="record",
                        serialize=False,
                        to="chat.generation",
                    ),
                ),
                ("provenance", models.JSONField(default=dict)),
                ("attempts", models.JSONField(default=list)),
                ("system_prompt", models.TextField(blank=True)),
                ("arrivals", models.BinaryField(null=True)),
                ("is_whole", models.BooleanField(default=True)),
                ("started_ms", models.PositiveBigIntegerField(null=True)),
                ("stop_asked_ms", models.PositiveBigIntegerField(null=True)),
                ("ended_ms", models.PositiveBigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Rerun",
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
                        choices=[
                            ("active", "Being written"),
                            ("finished", "Finished"),
                            ("failed", "Failed"),
                        ],
                        default="active",
                        max_length=8,
                    ),
                ),
                ("attempt", models.PositiveSmallIntegerField(default=1)),
                (
                    "finish_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("stop", "Complete"),
                            ("length", "Out of tokens"),
                            ("tool_calls", "Calls tools"),
                            ("stopped", "Stopped"),
                        ],
                        max_length=10,
                    ),
                ),
                ("error_type", models.CharField(blank=True, max_length=40)),
                ("error_message", models.TextField(blank=True)),
                ("model", models.CharField(blank=True, max_length=200)),
                ("revision", models.CharField(blank=True, max_length=200)),
                ("prompt_token_count", models.PositiveIntegerField(null=True)),
                ("completion_token_count", models.PositiveIntegerField(null=True)),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("queued_at", models.DateTimeField(null=True)),
                ("started_at", models.DateTimeField(null=True)),
                ("first_token_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("text", models.TextField(blank=True)),
                ("reasoning", models.TextField(blank=True)),
                ("tool_calls", models.JSONField(default=list)),
                ("provenance", models.JSONField(default=dict)),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "generation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rerun",
                        to="chat.generation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
    ]

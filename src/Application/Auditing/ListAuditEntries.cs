using System.Text.Json;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Auditing;

/// <summary>The audit lines that the filters let through, newest first.</summary>
[Requires(Permissions.AuditRead)]
public sealed record ListAuditEntriesQuery : IQuery<Page<AuditEntryDto>>, IPagedQuery
{
    public const int EntityTypeMaxLength = 80;

    /// <summary>Who did it.</summary>
    public Guid? ActorId { get; init; }

    /// <summary>The integrator's program that it was done through.</summary>
    public Guid? ProgramId { get; init; }

    /// <summary>What sort of thing it was done to.</summary>
    public string? EntityType { get; init; }

    /// <summary>Which thing it was done to.</summary>
    public Guid? EntityId { get; init; }

    /// <summary>What was done, such as attendance.checkIn.</summary>
    public string? Action { get; init; }

    /// <summary>The earliest instant, itself included.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The instant before which it must have happened.</summary>
    public DateTimeOffset? To { get; init; }

    /// <inheritdoc/>
    public int Limit { get; init; } = Paging.DefaultLimit;

    /// <inheritdoc/>
    public string? Cursor { get; init; }
}

/// <summary>Who did what to which thing, and what changed by it.</summary>
public sealed record AuditEntryDto
{
    /// <summary>The line's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What sort of caller did it.</summary>
    public required ActorKind ActorKind { get; init; }

    /// <summary>Null for the service itself and for people who are not signed in.</summary>
    public Guid? ActorId { get; init; }

    /// <summary>The actor's name; null where there is none, and for a platform administrator, whose account is elsewhere.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The integrator's program that did it, for the actor or, where there is none, for itself; null where a person did it by Satcom's own apps, and on lines from before programs were named.</summary>
    public Guid? ProgramId { get; init; }

    /// <summary>That program's name; null where there is none any more.</summary>
    public string? ProgramName { get; init; }

    /// <summary>What was done: feature.useCase, or access.refused, auth.loginFailed, platform.read, tenancy.mismatch.</summary>
    public required string Action { get; init; }

    /// <summary>What sort of thing it was done to, such as attendanceDay; for refusals and reads the operation's id, such as Attendance_ListDays.</summary>
    public required string EntityType { get; init; }

    /// <summary>Which thing; null where it is no single one.</summary>
    public Guid? EntityId { get; init; }

    /// <summary>The values before, only what changed; null for a creation.</summary>
    public JsonElement? Before { get; init; }

    /// <summary>The values after, only what changed; null for a deletion.</summary>
    public JsonElement? After { get; init; }

    /// <summary>Why, where the person said so.</summary>
    public string? Reason { get; init; }

    /// <summary>Finds the request in the log.</summary>
    public string? TraceId { get; init; }

    /// <summary>The address that the request came from.</summary>
    public string? RemoteAddress { get; init; }

    internal static AuditEntryDto Of(AuditEntry entry, string? displayName, string? programName) => new()
    {
        Id = entry.Id,
        At = entry.At,
        ActorKind = entry.ActorKind,
        ActorId = entry.ActorId,
        DisplayName = displayName,
        ProgramId = entry.OAuthClientId,
        ProgramName = programName,
        Action = entry.Action,
        EntityType = entry.EntityType,
        EntityId = entry.EntityId,
        Before = ToObject(entry.Before),
        After = ToObject(entry.After),
        Reason = entry.Reason,
        TraceId = entry.TraceId,
        RemoteAddress = entry.RemoteAddress,
    };

    private static JsonElement? ToObject(string? json)
    {
        if (json is null)
        {
            return null;
        }

        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}

internal sealed class ListAuditEntriesValidator : AbstractValidator<ListAuditEntriesQuery>
{
    public ListAuditEntriesValidator()
    {
        RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
        RuleFor(q => q.EntityType).MaximumLength(ListAuditEntriesQuery.EntityTypeMaxLength);
        RuleFor(q => q.Action).MaximumLength(AuditEntry.ActionMaxLength);
    }
}

internal sealed class ListAuditEntriesHandler(ISatcomDb db) : IRequestHandler<ListAuditEntriesQuery, Result<Page<AuditEntryDto>>>
{
    public async Task<Result<Page<AuditEntryDto>>> Handle(ListAuditEntriesQuery request, CancellationToken cancellationToken)
    {
        var rows = Filter(db.AuditEntries.AsNoTracking(), request);
        if (request.Cursor is { } text)
        {
            if (!Cursor.TryParse(text, out var after))
            {
                return new CursorInvalid();
            }

            var (at, id) = (after.Instant, after.Id);
            rows = rows.Where(e => e.At <= at && (e.At < at || e.Id.CompareTo(id) < 0));
        }

        var page = await rows
            .OrderByDescending(e => e.At).ThenByDescending(e => e.Id)
            .Take(request.Limit + 1)
            .Select(e => AuditEntryDto.Of(
                e,
                db.Users.Where(u => e.ActorKind == ActorKind.User && u.Id == e.ActorId).Select(u => u.DisplayName).FirstOrDefault(),
                db.OAuthClients.Where(c => c.Id == e.OAuthClientId).Select(c => c.Name).FirstOrDefault()))
            .ToListAsync(cancellationToken);
        return Paging.ToPage(page, request.Limit, e => Cursor.Of(e.At, e.Id));
    }

    private static IQueryable<AuditEntry> Filter(IQueryable<AuditEntry> rows, ListAuditEntriesQuery query)
    {
        if (query.ActorId is { } actorId)
        {
            rows = rows.Where(e => e.ActorId == actorId);
        }

        if (query.ProgramId is { } programId)
        {
            rows = rows.Where(e => e.OAuthClientId == programId);
        }

        if (query.EntityType is { } entityType)
        {
            rows = rows.Where(e => e.EntityType == entityType);
        }

        if (query.EntityId is { } entityId)
        {
            rows = rows.Where(e => e.EntityId == entityId);
        }

        if (query.Action is { } action)
        {
            rows = rows.Where(e => e.Action == action);
        }

        // PostgreSQL's driver takes instants in UTC alone.
        if (query.From?.ToUniversalTime() is { } from)
        {
            rows = rows.Where(e => e.At >= from);
        }

        return query.To?.ToUniversalTime() is { } to ? rows.Where(e => e.At < to) : rows;
    }
}

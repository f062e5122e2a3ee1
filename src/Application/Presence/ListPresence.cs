using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Leaves;
using Satcom.Domain.Common;
using Satcom.Domain.People;
using Satcom.Domain.Presence;

namespace Satcom.Application.Presence;

/// <summary>The presence of the people whom the caller may see, by id.</summary>
/// <param name="UserIds">Only these; all when empty.</param>
/// <param name="Status">Only those who are this just now.</param>
[Requires(Permissions.PresenceReadColleagues, Permissions.PresenceReadAll)]
public sealed record ListPresenceQuery(IReadOnlyList<Guid> UserIds, PresenceStatus? Status, int Limit = Paging.DefaultLimit, string? Cursor = null)
    : IQuery<Page<PresenceItem>>, IPagedQuery
{
    /// <summary>So many ids still fit into the line of a request.</summary>
    public const int MaxUserIds = 150;
}

/// <summary>One person's presence.</summary>
/// <param name="UserId">Whose it is.</param>
/// <param name="Status">Whether they can be reached.</param>
/// <param name="LastSeenAt">The last sign of life; null when there was none since the service started.</param>
/// <param name="OnLeave">True while approved leave of a day or half a day covers the person's own today.</param>
public sealed record PresenceItem(Guid UserId, PresenceStatus Status, DateTimeOffset? LastSeenAt, bool OnLeave);

internal sealed class ListPresenceValidator : AbstractValidator<ListPresenceQuery>
{
    public ListPresenceValidator()
    {
        RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
        RuleFor(q => q.Status).IsInEnum();
        RuleFor(q => q.UserIds).MaximumItems(ListPresenceQuery.MaxUserIds);
    }
}

internal sealed class ListPresenceHandler(ISatcomDb db, RequestScope scope, IPresenceView view, ILeaveToday leave)
    : IRequestHandler<ListPresenceQuery, Result<Page<PresenceItem>>>
{
    public async Task<Result<Page<PresenceItem>>> Handle(ListPresenceQuery request, CancellationToken cancellationToken)
    {
        var people = Visible(scope.Actor);
        if (request.UserIds.Count > 0)
        {
            people = people.Where(e => request.UserIds.Contains(e.Id));
        }

        if (request.Status is { } status)
        {
            people = WithStatus(people, status);
        }

        if (request.Cursor is { } text)
        {
            if (!Cursor.TryParse(text, out var cursor))
            {
                return new CursorInvalid();
            }

            people = people.Where(e => e.Id > cursor.Id);
        }

        var ids = await people.OrderBy(e => e.Id).Select(e => e.Id).Take(request.Limit + 1).ToListAsync(cancellationToken);
        var page = Paging.ToPage(ids, request.Limit, id => new Cursor(0, id));
        var onLeave = await leave.OfAsync(scope.Tenant.Id, cancellationToken);
        return new Page<PresenceItem>([.. page.Items.Select(id => ToItem(id, onLeave.Contains(id)))], page.NextCursor);
    }

    private IQueryable<Employee> Visible(Actor actor)
    {
        if (actor.May(Permissions.PresenceReadAll))
        {
            return db.Employees;
        }

        var (me, team, chain, reports) = (actor.UserId, actor.TeamId, actor.ManagerChain, db.ReportsOf(actor.UserId));
        return db.Employees.Where(e =>
            e.Id == me
            || (team != null && e.TeamId == team)
            || chain.Contains(e.Id)
            || reports.Any(r => r.EmployeeId == e.Id));
    }

    /// <summary>The status lives in memory, so those who have it are named in the query; the offline ones by who is not.</summary>
    private IQueryable<Employee> WithStatus(IQueryable<Employee> people, PresenceStatus status)
    {
        if (status != PresenceStatus.Offline)
        {
            var present = view.Present(scope.Tenant.Id, status);
            return people.Where(e => present.Contains(e.Id));
        }

        IReadOnlyList<Guid> anybody =
            [.. view.Present(scope.Tenant.Id, PresenceStatus.Online), .. view.Present(scope.Tenant.Id, PresenceStatus.Away)];
        return people.Where(e => !anybody.Contains(e.Id));
    }

    private PresenceItem ToItem(Guid id, bool isOnLeave)
    {
        var seen = view.Find(scope.Tenant.Id, id);
        return new PresenceItem(id, seen.Status, seen.LastSeenAt, isOnLeave);
    }
}

using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>
/// Computes the days of the next people of a rebuild anew, in the order of their ids, and asks for those after them in the same commit. Sent again for the same people, it does nothing. Where that failed
/// time and again, also for the next person alone, it leaves that one out.
/// </summary>
/// <param name="After">People after this id.</param>
[SystemOnly]
[AuditAction("attendance.rebuildDays")]
public sealed record RebuildBatchCommand(Guid RebuildId, Guid After) : IPlainCommand
{
    /// <summary>People whose days are computed in one commit, at most.</summary>
    public const int PeopleAtOnce = 200;

    /// <summary>People who are looked at for it: few of them may have a plan that the change touches.</summary>
    public const int PeopleLookedAt = 2000;
}

internal sealed class RebuildBatchHandler(ISatcomDb db, RequestScope scope, DayRebuilding rebuilding, RebuildQueue queue, PlanUsers users, TimeProvider time) : IRequestHandler<RebuildBatchCommand, Result>
{
    /// <summary>The bus tells every node within moments; until then a batch trusts no cache.</summary>
    private static readonly TimeSpan NewsTravels = TimeSpan.FromMinutes(1);

    public async Task<Result> Handle(RebuildBatchCommand request, CancellationToken cancellationToken)
    {
        var now = time.GetStoredNow();
        var rebuild = await db.DayRebuilds.SingleOrDefaultAsync(r => r.Id == request.RebuildId, cancellationToken);
        if (rebuild is not { State: RebuildState.Running } || rebuild.DoneTo != request.After)
        {
            return Result.Success;
        }

        if (now - rebuild.AskedAt < NewsTravels)
        {
            rebuilding.Forget();
        }

        // Of many people somebody taps all the while: where that won the race, fewer are tried at once.
        var atOnce = rebuild.IsStuck ? 1 : Math.Max(1, DayRebuilding.PeopleAtOnce(rebuild.From, rebuild.To, RebuildBatchCommand.PeopleAtOnce) >> (2 * (rebuild.Narrowed + scope.Attempt)));
        var (ids, next) = await PeopleAsync(rebuild, atOnce, cancellationToken);
        if (rebuild.IsStuck)
        {
            rebuild.Skip(ids, next, now);
        }
        else
        {
            var (days, changed) = await rebuilding.RunAsync(ids, rebuild.From, rebuild.To, isBulk: true, cancellationToken);
            rebuild.Count(days, changed, next, now);
        }

        if (rebuild.State == RebuildState.Completed)
        {
            await queue.BeginNextAsync(now, cancellationToken);
        }

        return Result.Success;
    }

    /// <summary>The people that come next.</summary>
    /// <returns>Next is null when nobody comes after them.</returns>
    private async Task<(List<Guid> Ids, Guid? Next)> PeopleAsync(DayRebuild rebuild, int atOnce, CancellationToken cancellationToken)
    {
        var chosen = db.Employees.AsNoTracking().Where(e => e.Id.CompareTo(rebuild.DoneTo) > 0);
        if (rebuild.Causes.Count > 0)
        {
            return await users.NextAsync(chosen, rebuild.Causes, rebuild.From, rebuild.To, atOnce, RebuildBatchCommand.PeopleLookedAt, cancellationToken);
        }

        if (rebuild.UserIds is { Count: > 0 } asked)
        {
            chosen = chosen.Where(e => asked.Contains(e.Id));
        }

        var ids = await chosen.OrderBy(e => e.Id).Select(e => e.Id).Take(atOnce).ToListAsync(cancellationToken);
        return (ids, ids.Count == atOnce ? ids[^1] : null);
    }
}

/// <summary>Goes on with a rebuild.</summary>
internal sealed class AdvanceRebuild(RequestScope scope, ITenantRunner runner) : IDomainEventHandler<RebuildAdvanced>
{
    public async Task HandleAsync(RebuildAdvanced domainEvent, CancellationToken cancellationToken)
    {
        await SendAsync(new TryRebuildBatchCommand(domainEvent.RebuildId, domainEvent.After), cancellationToken);
        await SendAsync(new RebuildBatchCommand(domainEvent.RebuildId, domainEvent.After), cancellationToken);
    }

    private async Task SendAsync(IPlainCommand command, CancellationToken cancellationToken)
    {
        if ((await runner.SendAsync(scope.Tenant, command, cancellationToken)).Error is { } error)
        {
            throw new InvalidOperationException($"The rebuild stopped with {error.Code}.");
        }
    }
}

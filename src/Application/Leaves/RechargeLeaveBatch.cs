using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;

namespace Satcom.Application.Leaves;

/// <summary>
/// Charges the leave of the next people anew, in the order of their ids, and asks for those after them in the same commit. Sent again for the same people, it does nothing. Where that failed time and again,
/// also for the next person alone, it leaves that one out and notes it.
/// </summary>
/// <param name="After">People after this id.</param>
[SystemOnly]
[AuditAction("leaves.recharge")]
public sealed record RechargeLeaveBatchCommand(Guid RechargeId, Guid After) : IPlainCommand
{
    public const int PeopleAtOnce = 50;
}

internal sealed class RechargeLeaveBatchHandler(ISatcomDb db, RequestScope scope, LeaveRecharging recharging, IWorkSchedules schedules, TimeProvider time)
    : IRequestHandler<RechargeLeaveBatchCommand, Result>
{
    /// <summary>The bus tells every node within moments; until then a batch trusts no cache.</summary>
    private static readonly TimeSpan NewsTravels = TimeSpan.FromMinutes(1);

    public async Task<Result> Handle(RechargeLeaveBatchCommand request, CancellationToken cancellationToken)
    {
        var recharge = await db.LeaveRecharges.SingleOrDefaultAsync(r => r.Id == request.RechargeId, cancellationToken);
        if (recharge is null || recharge.DoneTo != request.After)
        {
            return Result.Success;
        }

        if (time.GetStoredNow() - recharge.AskedAt < NewsTravels)
        {
            schedules.Forget();
        }

        // Of many people somebody asks for leave all the while: where that won the race, fewer are tried at once.
        var atOnce = recharge.IsStuck ? 1 : Math.Max(1, RechargeLeaveBatchCommand.PeopleAtOnce >> (2 * (recharge.Narrowed + scope.Attempt)));
        var people = await recharging.PeopleAsync(recharge.From, recharge.To, recharge.DoneTo, atOnce, cancellationToken);
        if (recharge.IsStuck && people is [var next])
        {
            await LeaveOutAsync(next, recharge, cancellationToken);
            recharge.Skip(next);
            return Result.Success;
        }

        await recharging.RunAsync(people, recharge.From, recharge.To, cancellationToken);
        if (people.Count < atOnce)
        {
            db.LeaveRecharges.Remove(recharge);
        }
        else
        {
            recharge.Advance(people[^1]);
        }

        return Result.Success;
    }

    private async Task LeaveOutAsync(Guid userId, LeaveRecharge recharge, CancellationToken cancellationToken)
    {
        var now = time.GetStoredNow();
        if (await db.LeaveRechargeFailures.SingleOrDefaultAsync(f => f.EmployeeId == userId, cancellationToken) is { } known)
        {
            known.Join(recharge.From, recharge.To, now);
        }
        else
        {
            db.LeaveRechargeFailures.Add(new LeaveRechargeFailure(scope.Tenant.Id, time.New(), userId, recharge.From, recharge.To, now));
        }
    }
}

/// <summary>Goes on with charging leave anew.</summary>
internal sealed class AdvanceLeaveRecharge(RequestScope scope, ITenantRunner runner) : IDomainEventHandler<LeaveRechargeAdvanced>
{
    public async Task HandleAsync(LeaveRechargeAdvanced domainEvent, CancellationToken cancellationToken)
    {
        await SendAsync(new TryLeaveRechargeBatchCommand(domainEvent.RechargeId, domainEvent.After), cancellationToken);
        await SendAsync(new RechargeLeaveBatchCommand(domainEvent.RechargeId, domainEvent.After), cancellationToken);
    }

    private async Task SendAsync(IPlainCommand command, CancellationToken cancellationToken)
    {
        if ((await runner.SendAsync(scope.Tenant, command, cancellationToken)).Error is { } error)
        {
            throw new InvalidOperationException($"Charging leave anew stopped with {error.Code}.");
        }
    }
}

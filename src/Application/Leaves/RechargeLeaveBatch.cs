using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;

namespace Satcom.Application.Leaves;

/// <summary>Charges the leave of the next people anew, in the order of their ids, and asks for those after them in the same commit. Sent again for the same people, it does nothing.</summary>
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
        var atOnce = Math.Max(1, RechargeLeaveBatchCommand.PeopleAtOnce >> (2 * scope.Attempt));
        var people = await recharging.PeopleAsync(recharge.From, recharge.To, recharge.DoneTo, atOnce, cancellationToken);
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
}

/// <summary>Goes on with charging leave anew.</summary>
internal sealed class AdvanceLeaveRecharge(IMediator mediator) : IDomainEventHandler<LeaveRechargeAdvanced>
{
    public async Task HandleAsync(LeaveRechargeAdvanced domainEvent, CancellationToken cancellationToken)
    {
        var result = await mediator.Send(new RechargeLeaveBatchCommand(domainEvent.RechargeId, domainEvent.After), cancellationToken);
        if (result.Error is { } error)
        {
            throw new InvalidOperationException($"Charging leave anew stopped with {error.Code}.");
        }
    }
}

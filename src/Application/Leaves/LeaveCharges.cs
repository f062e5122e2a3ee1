using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;

namespace Satcom.Application.Leaves;

/// <summary>What leave costs by the present plan of its person, and whether its dates may still change.</summary>
internal sealed class LeaveCharges(LeaveAccounts accounts, IWorkSchedules schedules, TimeProvider time)
{
    /// <summary>Leave of dates that were paid changes no more, whoever asks; the period is opened first. A trigger holds it too.</summary>
    /// <param name="from">The first date of the leave.</param>
    public async Task<Error?> JudgeLockAsync(DateOnly from, CancellationToken cancellationToken) => from <= await accounts.LockedThroughAsync(cancellationToken) ? new DayLocked() : null;

    /// <summary>Says anew what an undecided request costs, because holidays or shifts may have changed since it was made.</summary>
    public async Task<Error?> ChargeAsync(LeaveMove move, CancellationToken cancellationToken)
    {
        var request = move.Request;
        var schedule = await schedules.OfAsync(request.EmployeeId, request.From, request.To, cancellationToken);
        var days = LeaveCharge.Again(move.Type, request.From, request.To, request.Portion, request.Minutes, schedule);
        if (days.Count == 0)
        {
            return new LeaveNoWorkingDays();
        }

        request.Recharge(days, request.From, request.To, move.Account, time.New);
        return null;
    }
}

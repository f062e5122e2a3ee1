using Satcom.Domain.Leaves;
using Satcom.Domain.Shifts;
using Satcom.Domain.UnitTests.Shifts;

namespace Satcom.Domain.UnitTests.Leaves;

/// <summary>Makes leave types, accounts and requests for tests.</summary>
internal static class Requests
{
    public static readonly Guid Hr = new(9, 0, 0, new byte[8]);
    public static readonly Guid Manager = new(8, 0, 0, new byte[8]);
    public static readonly DateTimeOffset At = new(2026, 2, 1, 9, 0, 0, TimeSpan.Zero);

    private static int _last = 1000;

    public static Guid NewId() => new(Interlocked.Increment(ref _last), 1, 0, new byte[8]);

    public static LeaveType Type(LeaveUnit unit = LeaveUnit.HalfDay) => new(Plans.Tenant, new Guid(21, 0, 0, new byte[8]), "Annual", unit);

    /// <summary>An account with so much on it.</summary>
    public static LeaveAccount Account(decimal balance, decimal? floor = 0)
    {
        var account = new LeaveAccount(Plans.Tenant, NewId(), Plans.Person, Type().Id, floor);
        account.Adjust(NewId(), new DateOnly(2026, 1, 1), balance, "Opening").ShouldBeNull();
        return account;
    }

    public static LeaveWish Wish(DateOnly from, DateOnly? to = null, LeavePortion portion = LeavePortion.Full) => new(from, to ?? from, portion, Minutes: null, "Rest");

    public static LeaveRequest Ask(LeaveAccount account, LeaveWish wish, WorkSchedule? schedule = null) =>
        LeaveRequest.Create(NewId(), account, Type(), wish, schedule ?? Plans.Of(Plans.OfficeId), []).Value;

    public static LeaveRequest Approved(LeaveAccount account, LeaveWish wish)
    {
        var request = Ask(account, wish);
        request.Approve(new LeaveDecider(Hr), account, inTwoSteps: false, At, note: null, NewId).ShouldBeNull();
        return request;
    }
}

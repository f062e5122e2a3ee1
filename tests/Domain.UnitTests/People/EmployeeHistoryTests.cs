using Satcom.Domain.Common;
using Satcom.Domain.People;
using Satcom.Domain.Shifts;

namespace Satcom.Domain.UnitTests.People;

public sealed class EmployeeHistoryTests
{
    private static readonly DateOnly Today = new(2026, 3, 2);
    private static readonly Guid First = new(1, 0, 0, new byte[8]);
    private static readonly Guid Second = new(2, 0, 0, new byte[8]);

    [Fact]
    public void ReportTo_FromADateAhead_WaitsForIt()
    {
        var employee = Hired();

        employee.ReportTo(Second, Today.AddDays(3), Today);

        (employee.ManagerId, employee.MovesOn).ShouldBe((First, Today.AddDays(3)));
        employee.DequeueEvents().ShouldBeEmpty();
        employee.Follow(Today.AddDays(2)).ShouldBeFalse();
        employee.ManagerId.ShouldBe(First);
        employee.Follow(Today.AddDays(3)).ShouldBeTrue();
        (employee.ManagerId, employee.MovesOn).ShouldBe((Second, null));
        employee.DequeueEvents().ShouldHaveSingleItem().ShouldBeOfType<ReportingLineChanged>();
        employee.Follow(Today.AddDays(3)).ShouldBeFalse();
        employee.DequeueEvents().ShouldBeEmpty();
    }

    [Fact]
    public void Follow_AfterDaysWithoutIt_TakesTheLatestOfEach()
    {
        var employee = Hired();
        employee.ReportTo(Second, Today.AddDays(1), Today);
        employee.Join(Second, Today.AddDays(2), Today);
        employee.Relocate("Africa/Cairo", Today.AddDays(4), Today);
        employee.WorkAt([Second, First, First], Today.AddDays(9), Today);
        employee.MovesOn.ShouldBe(Today.AddDays(1));

        employee.Follow(Today.AddDays(5)).ShouldBeTrue();

        (employee.ManagerId, employee.TeamId, employee.TimeZone, employee.MovesOn).ShouldBe((Second, Second, "Africa/Cairo", Today.AddDays(9)));
        employee.OfficeIds.ShouldBeEmpty();
        employee.Follow(Today.AddDays(9)).ShouldBeTrue();
        employee.OfficeIds.ShouldBe([First, Second]);
        employee.MovesOn.ShouldBeNull();
    }

    [Fact]
    public void ReportTo_WhenSomethingElseWasPlannedLater_TakesItsPlaceAndLeavesThePast()
    {
        var employee = Hired();
        employee.ReportTo(Second, Today.AddDays(5), Today);
        employee.ReportTo(null, Today.AddDays(3), Today);

        employee.Managers.Select(d => (d.From, d.Value)).ShouldBe([(DateOnly.MinValue, First), (Today.AddDays(3), null)]);

        // What holds already from today on takes back what was planned.
        employee.ReportTo(First, Today, Today);
        (employee.ManagerId, employee.MovesOn, employee.Managers.Count).ShouldBe((First, null, 1));
    }

    [Fact]
    public void Changes_OfWhatScheduleIsMadeOf_TellFromWhen_AndOnlyOnce()
    {
        var employee = Hired();
        employee.Rest(Weekdays.Friday, Today);
        employee.Rest(Weekdays.Friday, Today.AddDays(2));
        employee.Aim(new FlexibleHours(8 * 3600, 0), Today.AddDays(1));
        employee.Observe(null, Today);
        employee.Observe(First, Today.AddDays(4));
        employee.WorkAt([], Today, Today);

        var told = employee.DequeueEvents().OfType<ScheduleChanged>().ToList();
        told.Select(e => e.From).ShouldBe([Today, Today.AddDays(1), Today.AddDays(4)]);
        told.Cast<IForgetsCached>().Select(e => e.Forgotten).Distinct().ShouldHaveSingleItem().ShouldBe(("schedule", employee.Id));
        employee.RestDays.On(Today.AddDays(-1)).ShouldBeNull();
        employee.RestDays.On(Today).ShouldBe(Weekdays.Friday);
    }

    private static Employee Hired() => new(First, First, "E-1", "Driver", "Asia/Dubai", First, First);
}

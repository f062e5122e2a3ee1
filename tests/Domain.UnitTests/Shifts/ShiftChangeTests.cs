using Satcom.Domain.Common;
using Satcom.Domain.Shifts;

namespace Satcom.Domain.UnitTests.Shifts;

public sealed class ShiftChangeTests
{
    private static readonly DateOnly Today = Plans.Monday;

    [Fact]
    public void ChangeHours_OfADateThatIsOver_IsRefused()
    {
        var shift = Plans.Shift(Plans.OfficeId, Plans.Office);

        shift.ChangeHours(Today.AddDays(-1), Today, Plans.Night).ShouldBeOfType<EffectiveInPast>();
        shift.ChangeHours(Today, Today, Plans.Office with { LunchSeconds = -1 }).ShouldBeOfType<ShiftHoursInvalid>();

        shift.Hours.Count.ShouldBe(1);
    }

    [Fact]
    public void ChangeHours_ToTheSame_IsNoChangeAndTellsNothing()
    {
        var shift = Plans.Shift(Plans.OfficeId, Plans.Office);
        shift.DequeueEvents();
        var hours = shift.Hours;

        shift.ChangeHours(Today, Today, Plans.Office with { }).ShouldBeNull();

        shift.Hours.ShouldBeSameAs(hours);
        shift.DequeueEvents().ShouldBeEmpty();
        shift.ChangeHours(Today, Today, Plans.Night).ShouldBeNull();
        ((IForgetsCached)shift.DequeueEvents().ShouldHaveSingleItem()).Forgotten.ShouldBe(("scheduleRules", Plans.Tenant));
    }

    [Theory]
    [InlineData(null, 10, 11)]
    [InlineData(10, 20, 11)]
    [InlineData(20, 10, 11)]
    [InlineData(10, null, 11)]
    public void EndOn_TellsTheFirstDateThatMayBePlannedOtherwise(int? before, int? after, int from)
    {
        var assignment = ShiftAssignment.OfShift(Plans.Tenant, Guid.Empty, Plans.Person, Plans.OfficeId, Today, Date(before)).Value;
        assignment.DequeueEvents().ShouldHaveSingleItem().ShouldBeOfType<ScheduleChanged>().From.ShouldBe(Today);

        assignment.EndOn(Date(after)).ShouldBeNull();

        assignment.DequeueEvents().ShouldHaveSingleItem().ShouldBeOfType<ScheduleChanged>().From.ShouldBe(Today.AddDays(from));
        assignment.EndOn(Date(after)).ShouldBeNull();
        assignment.DequeueEvents().ShouldBeEmpty();
        assignment.EndOn(Today.AddDays(-1)).ShouldBeOfType<DatesReversed>();
    }

    [Fact]
    public void R08_CompanyWeek_ChangesFromADateOn_AndNeverThePast()
    {
        var policy = new WorkWeekPolicy(Plans.Tenant);
        var week = new CompanyWeek(DayOfWeek.Sunday, Weekdays.Friday | Weekdays.Saturday);

        policy.Change(Today.AddDays(-1), Today, week).ShouldBeOfType<EffectiveInPast>();
        policy.Change(Today.AddDays(7), Today, week).ShouldBeNull();

        policy.Weeks.On(Today.AddDays(6)).ShouldBe(CompanyWeek.Default);
        policy.Weeks.On(Today.AddDays(7)).ShouldBe(week);
        policy.DequeueEvents().ShouldHaveSingleItem().ShouldBeOfType<ScheduleRulesChanged>().From.ShouldBe(Today.AddDays(7));
        policy.Change(Today.AddDays(9), Today, week).ShouldBeNull();
        policy.DequeueEvents().ShouldBeEmpty();
    }

    private static DateOnly? Date(int? days) => days is { } some ? Today.AddDays(some) : null;
}

using Satcom.Domain.People;
using Satcom.Domain.Shifts;
using Satcom.Domain.UnitTests.Shifts;

namespace Satcom.Domain.UnitTests.People;

public sealed class EmploymentTests
{
    private static readonly DateOnly First = Plans.Monday;
    private static readonly DateOnly Last = Plans.Monday.AddDays(2);

    [Fact]
    public void Employ_WhenTheEndLiesBeforeTheStart_IsRefusedAndChangesNothing()
    {
        var employee = Somebody();
        employee.Employ(First, Last).ShouldBeNull();
        employee.DequeueEvents();

        employee.Employ(First, First.AddDays(-1)).ShouldBeOfType<EmploymentReversed>();

        (employee.StartsOn, employee.EndsOn).ShouldBe((First, Last));
        employee.DequeueEvents().ShouldBeEmpty();
    }

    [Fact]
    public void Employ_WithTheSameDates_TellsNobody()
    {
        var employee = Somebody();
        employee.Employ(First, First).ShouldBeNull();
        employee.DequeueEvents().ShouldHaveSingleItem().ShouldBe(new ScheduleChanged(employee.Id, DateOnly.MinValue));
        employee.Employ(First, First).ShouldBeNull();
        employee.DequeueEvents().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(2, 9, 2)]
    [InlineData(9, 2, 2)]
    [InlineData(9, null, 9)]
    public void Employ_WithAnotherEnd_ConcernsTheDatesFromTheEarlierOn(int before, int? after, int from)
    {
        var employee = Somebody();
        employee.Employ(startsOn: null, First.AddDays(before));
        employee.DequeueEvents();

        employee.Employ(startsOn: null, after is { } days ? First.AddDays(days) : null);

        employee.DequeueEvents().ShouldHaveSingleItem().ShouldBe(new ScheduleChanged(employee.Id, First.AddDays(from)));
    }

    [Fact]
    public void On_OutsideTheEmployment_PlansNothing_AndWithinItWhatWasPlanned()
    {
        var schedule = Plans.Of(Plans.OfficeId, "Asia/Dubai");
        var bounded = schedule with { StartsOn = First, EndsOn = Last };

        for (var date = First; date <= Last; date = date.AddDays(1))
        {
            bounded.On(date).ShouldBe(schedule.On(date));
        }

        foreach (var date in new[] { First.AddDays(-3), Last.AddDays(1) })
        {
            schedule.On(date).IsExpected.ShouldBeTrue();
            var planned = bounded.On(date);
            (planned.Kind, planned.Shift, planned.ScheduledSeconds, planned.CreditedSeconds).ShouldBe((DayKind.RestDay, null, 0, 0));
        }

        (Plans.Flexible() with { EndsOn = Last }).On(Last.AddDays(1)).IsExpected.ShouldBeFalse();
    }

    [Fact]
    public void Rehire_BehindTheEnd_KeepsTheFirstEmployment_AndPlansNothingBetween()
    {
        var employee = Somebody();
        employee.Employ(First, Last).ShouldBeNull();
        employee.DequeueEvents();

        employee.Rehire(Last, Last.AddDays(20)).ShouldBeOfType<EmploymentOverlaps>();
        employee.Rehire(Last.AddDays(10), Last.AddDays(20)).ShouldBeNull();

        (employee.StartsOn, employee.EndsOn, employee.PreviousEndsOn).ShouldBe((Last.AddDays(10), null, Last));
        employee.EarlierEmployments.ShouldBe([new Employment(First, Last)]);
        employee.DequeueEvents().ShouldHaveSingleItem().ShouldBe(new ScheduleChanged(employee.Id, Last.AddDays(1)));
        employee.Employ(Last, endsOn: null).ShouldBeOfType<EmploymentOverlaps>();
        employee.Employ(startsOn: null, endsOn: null).ShouldBeOfType<EmploymentOverlaps>();
        employee.Rehire(Last.AddDays(30), Last.AddDays(20)).ShouldBeOfType<EmploymentOverlaps>("The last one has no end.");
        var plan = Plans.Flexible() with { StartsOn = employee.StartsOn, EndsOn = employee.EndsOn, EarlierEmployments = employee.EarlierEmployments };
        foreach (var (date, isEmployed) in new[] { (First.AddDays(-7), false), (First, true), (Last, true), (Last.AddDays(1), false), (First.AddDays(7), false), (Last.AddDays(12), true) })
        {
            (plan.On(date).Kind == DayKind.Flexible).ShouldBe(isEmployed, date.ToString("O", System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void Rehire_OfSomebodyWhoNeverCame_MovesTheFirstDate()
    {
        var employee = Somebody();
        employee.Employ(Last, endsOn: null).ShouldBeNull();
        employee.EndEmployment(First).ShouldBeTrue();
        (employee.StartsOn, employee.EndsOn, employee.NeverCame).ShouldBe((Last, Last.AddDays(-1), true));
        employee.EndEmployment(First).ShouldBeFalse();
        employee.Employ(employee.StartsOn, employee.EndsOn).ShouldBeNull();

        // Also when the first date has passed.
        employee.Rehire(Last.AddDays(5), Last.AddDays(20)).ShouldBeNull();

        (employee.StartsOn, employee.EndsOn, employee.EarlierEmployments.Count).ShouldBe((Last.AddDays(5), null, 0));
    }

    [Fact]
    public void ResumeEmployment_OfSomebodyWhoNeverCame_LetsThemBeginOnTheFirstDate()
    {
        var employee = Somebody();
        employee.Employ(Last, Last.AddDays(50)).ShouldBeNull();
        employee.EndEmployment(First).ShouldBeTrue();
        var plan = Plans.Flexible() with { StartsOn = employee.StartsOn, EndsOn = employee.EndsOn };
        plan.On(Last).IsExpected.ShouldBeFalse();
        plan.On(Last.AddDays(-1)).IsExpected.ShouldBeFalse();

        employee.ResumeEmployment(First);

        (employee.StartsOn, employee.EndsOn, employee.NeverCame).ShouldBe((Last, null, false));
    }

    private static Employee Somebody() => new(Guid.CreateVersion7(DateTimeOffset.UnixEpoch), Guid.CreateVersion7(DateTimeOffset.UnixEpoch), "E-1", "Fitter", "Asia/Dubai", managerId: null, teamId: null);
}

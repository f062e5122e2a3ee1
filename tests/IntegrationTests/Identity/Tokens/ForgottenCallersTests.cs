using Satcom.Infrastructure.Identity;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Identity.Tokens;

/// <summary>What is known of callers is believed until its session or person is forgotten, and what was forgotten is held no longer than anything is believed.</summary>
public sealed class ForgottenCallersTests
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(5);

    private readonly ManualTime _time = new(new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero));
    private readonly Guid _tenant = Guid.Parse("0192f0c1-0000-7000-8000-000000000003");
    private readonly Guid _session = Guid.Parse("0192f0c1-0000-7000-8000-000000000001");
    private readonly Guid _user = Guid.Parse("0192f0c1-0000-7000-8000-000000000002");

    [Fact]
    public void Covers_WhatWasLookedAtBefore_BySessionAndByPerson_AndNothingElse()
    {
        var forgotten = new ForgottenCallers(_time, Kept);
        var before = _time.GetTimestamp();
        forgotten.Covers(_tenant, _session, _user, before).ShouldBeFalse();

        forgotten.Add(_tenant, _session);

        forgotten.Covers(_tenant, _session, _user, before).ShouldBeTrue();
        forgotten.Covers(_tenant, _user, _session, before).ShouldBeTrue("An id is a session's or a person's.");
        forgotten.Covers(_tenant, _user, _user, before).ShouldBeFalse();
        forgotten.Covers(Guid.Empty, _session, _user, before).ShouldBeFalse("Another company's of the same id.");
        _time.Advance(TimeSpan.FromMilliseconds(1));
        forgotten.Covers(_tenant, _session, _user, _time.GetTimestamp()).ShouldBeFalse("It was looked at since.");
        forgotten.Add(_tenant, _user);
        forgotten.Covers(_tenant, Guid.Empty, _user, before).ShouldBeTrue();
    }

    [Fact]
    public void Add_OfManyOverTime_HoldsOnlyWhatMayStillBeBelieved()
    {
        var forgotten = new ForgottenCallers(_time, Kept);
        for (var i = 0; i < 1_000; i++)
        {
            forgotten.Add(_tenant, new Guid(i, 0, 0, new byte[8]));
            _time.Advance(TimeSpan.FromMilliseconds(10));
        }

        forgotten.Count.ShouldBe(501);

        // One that is forgotten time and again is held since its last time.
        forgotten.Add(_tenant, _session);
        var known = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromSeconds(4));
        forgotten.Add(_tenant, _session);
        _time.Advance(TimeSpan.FromSeconds(4));
        forgotten.Add(_tenant, _user);
        forgotten.Covers(_tenant, _session, Guid.Empty, known).ShouldBeTrue();
        forgotten.Count.ShouldBe(2);
    }
}

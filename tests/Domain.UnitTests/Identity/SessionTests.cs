using Satcom.Domain.Common;
using Satcom.Domain.Identity;

namespace Satcom.Domain.UnitTests.Identity;

public sealed class SessionTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly Guid Id = Guid.CreateVersion7(Now);

    [Fact]
    public void A27_IsLive_UntilItsAbsoluteEnd_HoweverMuchItIsUsed()
    {
        var session = Start();
        session.Touch(Now.AddDays(89));

        session.LastUsedAt.ShouldBe(Now.AddDays(89));
        session.IsLive(Now + Session.AbsoluteLifetime - TimeSpan.FromTicks(1)).ShouldBeTrue();
        session.IsLive(Now + Session.AbsoluteLifetime).ShouldBeFalse();
    }

    [Fact]
    public void A27_SessionEnded_IsToldOfTheSessionWhoseTokensAreForgotten()
    {
        var told = new SessionEnded(Id, Guid.CreateVersion7(Now));

        told.AggregateId.ShouldBe(Id);
        ((IForgetsCached)told).Forgotten.ShouldBe(("session", Id));
    }

    [Fact]
    public void A28_Proof_IsTheBeginningUntilItIsInheritedOrShownAgain_AndEndsNothing()
    {
        var session = Start();
        session.ProvedAt.ShouldBe(Now);
        session.InheritProof(Now.AddHours(-1));
        session.ProvedAt.ShouldBe(Now.AddHours(-1));
        session.DequeueEvents().ShouldBeEmpty();

        session.Prove(Now.AddHours(2));

        (session.ProvedAt, session.StartedAt, session.IsLive(Now)).ShouldBe((Now.AddHours(2), Now, true));
        ((IForgetsCached)session.DequeueEvents().ShouldHaveSingleItem().ShouldBeOfType<SessionProved>()).Forgotten.ShouldBe(("proof", Id));
    }

    [Fact]
    public void A27_RefreshToken_LivesAFortnightAndIsSpentOnce()
    {
        var token = new RefreshToken(Id, Id, Id, [1], Now);
        token.SpentAt.ShouldBeNull();

        token.Spend(Id, [2], Now.AddDays(1));

        token.ExpiresAt.ShouldBe(Now + Session.SlidingLifetime);
        token.SpentAt.ShouldBe(Now.AddDays(1));
        token.TokenHash.ShouldBe([1]);
    }

    private static Session Start() => new(Id, Id, Id, "Phone", "ios", Now);
}

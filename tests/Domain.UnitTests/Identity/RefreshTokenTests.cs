using Satcom.Domain.Identity;

namespace Satcom.Domain.UnitTests.Identity;

public sealed class RefreshTokenTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-0.01, -0.01, SpentUse.Parallel)]
    [InlineData(-0.01, 25, SpentUse.Reuse)]
    [InlineData(0, 0.01, SpentUse.Retry)]
    [InlineData(20, 20, SpentUse.Retry)]
    [InlineData(20.01, 20.01, SpentUse.Reuse)]
    public void L18_JudgeUse_ByWhenItArrived_TellsLossFromTheft(double arrived, double now, SpentUse expected) =>
        Spent().JudgeUse(Start.AddSeconds(arrived), Start.AddSeconds(now)).ShouldBe(expected);

    [Fact]
    public void L18_JudgeUse_AfterTheRetry_IsReuseUnlessItWasUnderWay()
    {
        var token = Spent();
        token.Repeat(Start.AddSeconds(5));

        token.JudgeUse(Start.AddSeconds(4.9), Start.AddSeconds(5.1)).ShouldBe(SpentUse.Parallel);
        token.JudgeUse(Start.AddSeconds(5.1), Start.AddSeconds(5.1)).ShouldBe(SpentUse.Reuse);
    }

    private static RefreshToken Spent()
    {
        var token = new RefreshToken(Guid.Empty, Guid.Empty, Guid.Empty, [1], Start.AddDays(-1));
        token.Spend(Guid.Empty, [2], Start);
        return token;
    }
}

using Satcom.Domain.Identity;

namespace Satcom.Domain.UnitTests.Identity;

public sealed class CallingCodesTests
{
    [Theory]
    [InlineData("+971501000001", "+971")]
    [InlineData("+201001234567", "+20")]
    [InlineData("+12125550100", "+1")]
    [InlineData("+79161234567", "+7")]
    [InlineData("+442071838750", "+44")]
    [InlineData("+88213123456", "+882")]
    [InlineData("+21261234567", "+212")]
    public void Of_WithANumber_IsItsCountrysCode(string phone, string code)
    {
        CallingCodes.Of(phone).ShouldBe(code);
        CallingCodes.IsOne(code).ShouldBeTrue();
    }

    [Theory]
    [InlineData("971")]
    [InlineData("+")]
    [InlineData("+0")]
    [InlineData("+97")]
    [InlineData("+9715")]
    [InlineData("+12")]
    [InlineData("+٩٧١")]
    public void IsOne_WithAnythingElse_IsFalse(string text) => CallingCodes.IsOne(text).ShouldBeFalse();
}

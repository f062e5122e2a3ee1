using Satcom.Application.Identity;

namespace Satcom.Application.UnitTests.Identity;

public sealed class OneTimeCodesTests
{
    [Theory]
    [InlineData("123456", "123456")]
    [InlineData(" 123 456 ", "123456")]
    [InlineData("12-34\u201156", "123456")]
    [InlineData("١٢٣٤٥٦", "123456")]
    [InlineData("\u200F۱۲۳\u00A0۴۵۶", "123456")]
    [InlineData("१२३456", "123456")]
    [InlineData("１２３４５６", "123456")]
    [InlineData("\U0001D7CE12345", "012345")]
    [InlineData("", null)]
    [InlineData("12345", null)]
    [InlineData("1234567", null)]
    [InlineData("12345a", null)]
    [InlineData("12345²", null)]
    [InlineData("1234½6", null)]
    [InlineData("+12345", null)]
    public void Read_OfWhatWasTyped_IsTheCodeOrNothing(string typed, string? code) => OneTimeCodes.Read(typed).ShouldBe(code);
}

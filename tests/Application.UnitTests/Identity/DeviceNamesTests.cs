using Satcom.Application.Identity;

namespace Satcom.Application.UnitTests.Identity;

public sealed class DeviceNamesTests
{
    [Theory]
    [InlineData("Aisha's phone", "Aisha's phone")]
    [InlineData("هاتف عائشة", "هاتف عائشة")]
    [InlineData("Pixel 9 (work), 2nd_one", "Pixel 9 (work), 2nd_one")]
    [InlineData("iOS 17.5.1", "iOS 17.5.1")]
    [InlineData("Confirm at https://evil.example/x?y=1", "Confirm at https evil example x y 1")]
    [InlineData("mailto:a@evil.example", "mailto a evil example")]
    [InlineData("a\u202Eb\r\nc", "a b c")]
    [InlineData("नमस्ते 📱", "नमस्ते")]
    [InlineData(" :// ", "unknown")]
    public void L19_ForMail_OfAnyName_LeavesNothingThatBecomesALink(string name, string expected) => DeviceNames.ForMail(name).ShouldBe(expected);
}

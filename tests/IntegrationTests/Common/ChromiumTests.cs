namespace Satcom.IntegrationTests.Common;

public sealed class ChromiumTests
{
    [Theory]
    [InlineData("/nowhere/chromium", false)]
    [InlineData("/nowhere/chromium", true)]
    [InlineData("none", true)]
    public void Find_WhereThereIsNoChromium_SaysHowToGetOne(string setting, bool isCi)
    {
        var (path, fault) = Chromium.Find(setting, isCi);

        path.ShouldBeNull();
        fault.ShouldNotBeNull().ShouldContain(setting);
        fault.ShouldContain("apt-get install chromium fonts-noto-core");
        fault.ShouldContain(Chromium.Setting);
    }

    [Fact]
    public void Find_WhereTheRunHasNoBrowser_LeavesOutOutsideCiAlone() => Chromium.Find("none", isCi: false).ShouldBe((null, null));
}

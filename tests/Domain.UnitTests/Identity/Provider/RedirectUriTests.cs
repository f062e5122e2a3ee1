using Satcom.Domain.Identity.Provider;

namespace Satcom.Domain.UnitTests.Identity.Provider;

public sealed class RedirectUriTests
{
    private const string Registered = "https://app.example/cb?x=1";

    [Theory]
    [InlineData("https://app.example/cb", false, true)]
    [InlineData("https://app.example:8443/cb?x=1", false, true)]
    [InlineData("http://app.example/cb", false, false)]
    [InlineData("http://127.0.0.1/cb", false, false)]
    [InlineData("http://127.0.0.1/cb", true, true)]
    [InlineData("http://127.0.0.1:4000/cb", true, true)]
    [InlineData("http://[::1]:4000/cb", true, true)]
    [InlineData("http://localhost/cb", true, false)]
    [InlineData("http://127.0.0.1.evil.example/cb", true, false)]
    [InlineData("http://127.0.0.1:99999/cb", true, false)]
    [InlineData("com.example.app:/cb", true, true)]
    [InlineData("com.example.app:/cb", false, false)]
    [InlineData("myapp:/cb", true, false)]
    [InlineData("javascript:alert(1)", true, false)]
    [InlineData("data:text/html,x", true, false)]
    [InlineData("https://*.example/cb", false, false)]
    [InlineData("https://app.example/cb#f", false, false)]
    [InlineData("https://user@app.example/cb", false, false)]
    [InlineData("https://app.example/a/../cb", false, false)]
    [InlineData("https://app.example/a/%2e%2e/cb", false, false)]
    [InlineData("https://app.example/a b", false, false)]
    [InlineData("https://app.example\\cb", false, false)]
    [InlineData("/cb", false, false)]
    [InlineData("", false, false)]
    public void O53_IsRegistrable_OfAUri_SaysWhetherItMayBeRegistered(string uri, bool isNative, bool expected) =>
        RedirectUri.IsRegistrable(uri, isNative).ShouldBe(expected);

    [Fact]
    public void O53_IsRegistrable_AtTheLimit_AllowsFourHundredCharacters()
    {
        RedirectUri.IsRegistrable("https://app.example/".PadRight(400, 'x'), isNative: false).ShouldBeTrue();
        RedirectUri.IsRegistrable("https://app.example/".PadRight(401, 'x'), isNative: false).ShouldBeFalse();
    }

    [Theory]
    [InlineData(Registered, true)]
    [InlineData("https://app.example/cb/?x=1", false)]
    [InlineData("https://app.example/cb?x=1&y=2", false)]
    [InlineData("https://APP.example/cb?x=1", false)]
    [InlineData("https://app.example:443/cb?x=1", false)]
    [InlineData("https://app.example:8443/cb?x=1", false)]
    [InlineData("https://user@app.example/cb?x=1", false)]
    [InlineData("https://app.example/cb?x=1#f", false)]
    [InlineData("https://app.example/./cb?x=1", false)]
    [InlineData("https://app.example/%63b?x=1", false)]
    [InlineData("https://sub.app.example/cb?x=1", false)]
    [InlineData("http://app.example/cb?x=1", false)]
    [InlineData("", false)]
    public void O5_Matches_OfAWebClient_ComparesTheTextAlone(string presented, bool expected) =>
        RedirectUri.Matches(Registered, presented, isNative: true).ShouldBe(expected);

    [Theory]
    [InlineData("http://127.0.0.1:5000/cb", true, true)]
    [InlineData("http://127.0.0.1:61000/cb", true, true)]
    [InlineData("http://127.0.0.1/cb", true, true)]
    [InlineData("http://127.0.0.1:61000/cb", false, false)]
    [InlineData("http://127.0.0.1:061/cb", true, false)]
    [InlineData("http://127.0.0.1:0x50/cb", true, false)]
    [InlineData("http://127.0.0.1:70000/cb", true, false)]
    [InlineData("http://127.0.0.1:5000/cb/", true, false)]
    [InlineData("http://127.0.0.1:5000@evil.example/cb", true, false)]
    [InlineData("http://127.0.0.2:5000/cb", true, false)]
    [InlineData("http://localhost:5000/cb", true, false)]
    [InlineData("https://127.0.0.1:5000/cb", true, false)]
    public void O5_Matches_OfALoopbackAddress_LetsTheNativeClientsPortDiffer(string presented, bool isNative, bool expected) =>
        RedirectUri.Matches("http://127.0.0.1:5000/cb", presented, isNative).ShouldBe(expected);
}

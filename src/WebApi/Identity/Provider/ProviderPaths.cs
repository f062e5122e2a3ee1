namespace Satcom.WebApi.Identity.Provider;

/// <summary>The provider's routes, below the issuer.</summary>
internal static class ProviderPaths
{
    public const string Authorize = "/connect/authorize";
    public const string Resume = "/connect/authorize/resume";
    public const string Token = "/connect/token";
    public const string UserInfo = "/connect/userinfo";
    public const string Introspect = "/connect/introspect";
    public const string Revoke = "/connect/revoke";
    public const string EndSession = "/connect/endsession";
    public const string DeviceAuthorization = "/connect/device_authorization";
}

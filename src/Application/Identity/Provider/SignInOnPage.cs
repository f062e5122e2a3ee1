using FluentValidation;
using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.Identity.Provider;

namespace Satcom.Application.Identity.Provider;

/// <summary>Signs a person in in a browser, by the same rules as everywhere.</summary>
/// <param name="DeviceName">What the browser is to be called in lists.</param>
/// <param name="DeviceToken">The browser's proof that it is trusted, if it has one.</param>
/// <param name="SessionCookie">The cookie of its last session.</param>
[Anonymous]
[NoReplay]
[AuditAction("auth.login")]
public sealed record SignInOnPageCommand(string Email, string Password, string DeviceName, string? DeviceToken, string? SessionCookie) : ICommand<PageSignIn>
{
    /// <inheritdoc/>
    public override string ToString() => nameof(SignInOnPageCommand);
}

/// <summary>Where a sign-in on a page has come to: a cookie of a session, or a device that must be proved.</summary>
public sealed record PageSignIn(string? SessionCookie, string? DeviceToken, DeviceChallengeDto? Challenge)
{
    /// <summary>True where the device's secret is one of trust, and not only one by which the person's browser is told from others.</summary>
    public bool IsTrusted => DeviceToken is { } token && DeviceTrust.IsOfTrust(token);

    /// <inheritdoc/>
    public override string ToString() => nameof(PageSignIn);
}

internal sealed class SignInOnPageValidator : AbstractValidator<SignInOnPageCommand>
{
    public SignInOnPageValidator()
    {
        RuleFor(c => c.Email).NotEmpty().MaximumLength(User.EmailMaxLength);
        RuleFor(c => c.Password).NotEmpty().MaximumCharacters(PasswordRules.MaxLength);
        RuleFor(c => c.DeviceName).MaximumLength(Session.DeviceNameMaxLength);
        RuleFor(c => c.DeviceToken).MaximumLength(DeviceInfo.TokenMaxLength);
    }
}

internal sealed class SignInOnPageHandler(SignIn signIn, BrowserSessions browsers, RequestScope scope, TimeProvider time) : IRequestHandler<SignInOnPageCommand, Result<PageSignIn>>
{
    public async Task<Result<PageSignIn>> Handle(SignInOnPageCommand request, CancellationToken cancellationToken)
    {
        var device = new DeviceInfo(Fingerprint: null, request.DeviceName, BrowserSession.Platform, request.DeviceToken);
        var outcome = await signIn.StartAsync(new SignInRequest(request.Email, request.Password, scope.Tenant.Slug, device), cancellationToken);
        if (!outcome.TryGet(out var reached, out var error))
        {
            return error;
        }

        return reached switch
        {
            SessionStarted started => new PageSignIn(await browsers.OpenAsync(started, request.SessionCookie, time.GetUtcNow(), cancellationToken), started.DeviceToken, Challenge: null),
            DevicePending pending => new PageSignIn(SessionCookie: null, DeviceToken: null, pending.Challenge),
            var other => throw new InvalidOperationException($"A sign-in ended as {other.GetType().Name}."),
        };
    }
}

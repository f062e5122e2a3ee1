using FluentValidation;
using MediatR;
using Satcom.Application.Common;
using Satcom.Application.People;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.Tenancy;

namespace Satcom.Application.Identity;

/// <summary>Signs a person in on a device, or asks for the device to be proved first.</summary>
/// <param name="Email">The account's address.</param>
/// <param name="Password">Its password.</param>
/// <param name="Tenant">The tenant's slug; without it the host, the X-Tenant header or the address decides.</param>
/// <param name="Device">The device that the session belongs to.</param>
[Anonymous]
[NoReplay]
[AuditAction("auth.login")]
[Fails<InvalidCredentials>]
[Fails<RateLimited>]
public sealed record LoginCommand(string Email, string Password, string? Tenant, DeviceInfo? Device) : ICommand<LoginAnswer>
{
    /// <inheritdoc/>
    public override string ToString() => nameof(LoginCommand);
}

/// <summary>What a client says of its device.</summary>
/// <param name="Fingerprint">Stable per installation; a hint, never a proof.</param>
/// <param name="Name">What the person calls it, such as "Aisha's phone".</param>
/// <param name="Platform">ios, android, web and so on.</param>
/// <param name="Token">The deviceToken of the last answer on this device, where there was one: it spares the code on a trusted device, and wrong passwords from elsewhere do not hold this one up.</param>
public sealed record DeviceInfo(string? Fingerprint, string? Name, string? Platform, string? Token = null)
{
    public const int FingerprintMaxLength = 200;
    public const int TokenMaxLength = 200;

    /// <inheritdoc/>
    public override string ToString() => nameof(DeviceInfo);
}

internal sealed class LoginValidator : AbstractValidator<LoginCommand>
{
    public LoginValidator()
    {
        RuleFor(c => c.Email).NotEmpty().MaximumLength(User.EmailMaxLength);
        RuleFor(c => c.Password).NotEmpty().MaximumCharacters(PasswordRules.MaxLength);
        RuleFor(c => c.Tenant).MaximumLength(Tenant.SlugMaxLength);
        RuleFor(c => c.Device!.Fingerprint).MaximumLength(DeviceInfo.FingerprintMaxLength).When(c => c.Device is not null);
        RuleFor(c => c.Device!.Name).IsLine(Session.DeviceNameMaxLength).When(c => c.Device is not null);
        RuleFor(c => c.Device!.Platform).IsLine(Session.PlatformMaxLength).When(c => c.Device is not null);
        RuleFor(c => c.Device!.Token).MaximumLength(DeviceInfo.TokenMaxLength).When(c => c.Device is not null);
    }
}

internal sealed class LoginHandler(SignIn signIn, SessionTokens tokens, TimeProvider time) : IRequestHandler<LoginCommand, Result<LoginAnswer>>
{
    public async Task<Result<LoginAnswer>> Handle(LoginCommand request, CancellationToken cancellationToken)
    {
        var outcome = await signIn.StartAsync(new SignInRequest(request.Email, request.Password, request.Tenant, request.Device), cancellationToken);
        if (!outcome.TryGet(out var reached, out var error))
        {
            return error;
        }

        return reached switch
        {
            SessionStarted started => LoginAnswer.Of(await tokens.AnswerAsync(started, time.GetUtcNow(), cancellationToken)),
            DevicePending pending => LoginAnswer.Of(pending.Challenge),
            var other => throw new InvalidOperationException($"A sign-in ended as {other.GetType().Name}."),
        };
    }
}

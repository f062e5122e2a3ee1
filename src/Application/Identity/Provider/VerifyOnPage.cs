using FluentValidation;
using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Identity.Provider;

/// <summary>Proves a browser by the code that was sent for it.</summary>
/// <param name="Trust">True to need no code in this browser for the time being.</param>
/// <param name="SessionCookie">The cookie of its last session.</param>
[Anonymous]
[NoReplay]
[AuditAction("auth.deviceVerify")]
public sealed record VerifyOnPageCommand(string ChallengeId, string Code, bool Trust, string? SessionCookie) : ICommand<PageSignIn>
{
    /// <inheritdoc/>
    public override string ToString() => nameof(VerifyOnPageCommand);
}

internal sealed class VerifyOnPageValidator : AbstractValidator<VerifyOnPageCommand>
{
    public VerifyOnPageValidator()
    {
        RuleFor(c => c.ChallengeId).NotEmpty().MaximumLength(VerifyDeviceValidator.ChallengeIdMaxLength);
        RuleFor(c => c.Code).NotEmpty().IsOneTimeCode();
    }
}

internal sealed class VerifyOnPageHandler(DeviceChallenges challenges, BrowserSessions browsers, TimeProvider time) : IRequestHandler<VerifyOnPageCommand, Result<PageSignIn>>
{
    public async Task<Result<PageSignIn>> Handle(VerifyOnPageCommand request, CancellationToken cancellationToken)
    {
        var outcome = await challenges.VerifyAsync(request.ChallengeId, OneTimeCodes.Read(request.Code)!, request.Trust, cancellationToken);
        return outcome.TryGet(out var started, out var error)
            ? new PageSignIn(await browsers.OpenAsync(started, request.SessionCookie, time.GetUtcNow(), cancellationToken), started.DeviceToken, Challenge: null)
            : error;
    }
}

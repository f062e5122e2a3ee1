using MediatR;
using Satcom.Domain.Common;

namespace Satcom.Application.Common;

/// <summary>Lets a message through only for those its attributes name; a signed-in caller's refusal is audited.</summary>
internal sealed class AuthorizationBehaviour<TRequest, TResponse>(RequestScope scope, IAuditTrail audit, IRefusalTrail refusals) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
    where TResponse : IResult<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        var actor = scope.Actor;
        if (MessageInfo<TRequest>.IsAnonymous || actor.Kind == ActorKind.System)
        {
            return await next();
        }

        if (!actor.IsSignedIn && actor.Kind != ActorKind.Client)
        {
            return TResponse.Failed(new Unauthenticated());
        }

        // What concerns the person alone is not for a program that was granted a part of what they may do.
        if ((MessageInfo<TRequest>.IsSignedIn && actor is { IsSignedIn: true, ActsFreely: true }) || IsGranted(actor))
        {
            if (actor.Kind == ActorKind.PlatformScope && !MessageInfo<TRequest>.IsCommand)
            {
                await audit.RecordAsync("platform.read", MessageInfo<TRequest>.Operation, entityId: null, cancellationToken);
            }

            return await next();
        }

        Telemetry.Refusals.Add(1, new KeyValuePair<string, object?>("message", MessageInfo<TRequest>.Name));
        await refusals.RecordAsync(MessageInfo<TRequest>.Operation, entityId: null, cancellationToken);
        return TResponse.Failed(new Forbidden());
    }

    private static bool IsGranted(Actor actor)
    {
        // Whatever else a program is granted is granted for reading, also where the permission of that name lets its person do more.
        var maySend = !MessageInfo<TRequest>.IsCommand || actor.ActsFreely;
        foreach (var permission in MessageInfo<TRequest>.AnyOf)
        {
            if (actor.May(permission) && (maySend || string.Equals(permission, Permissions.AttendancePunch, StringComparison.Ordinal)))
            {
                return true;
            }
        }

        return false;
    }
}

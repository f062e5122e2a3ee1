namespace Satcom.Domain.Presence;

/// <summary>Whether somebody can be reached just now; the greater value is the better one.</summary>
public enum PresenceStatus
{
    Offline = 0,
    Away = 1,
    Online = 2,
}

namespace CC.Plugins.PgLogForward;

/// <summary>Who has done what, from where.</summary>
internal readonly record struct UseKey(string Database, string UserName, string RemoteHost, string Action);

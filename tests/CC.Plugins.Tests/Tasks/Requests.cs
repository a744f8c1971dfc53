using System.Text.Json;
using CC.Sdk;

namespace CC.Plugins.Tests.Tasks;

internal static class Requests
{
    public static TaskRequest Of(string section, params (string Name, string Value)[] parameters) =>
        new("7", section, "here", "client", parameters.ToDictionary(parameter => parameter.Name, parameter => JsonSerializer.SerializeToElement(parameter.Value)));
}

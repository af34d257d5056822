package fr.creneau.bench;

/**
 * Microseconds of processor time used so far, by whom. A server without backends has none of their parts.
 *
 * @param machine of everybody, the client, the kernel and the just-in-time compilers included
 * @param instance without its just-in-time compilers
 * @param redis of the whole server: talking to clients, too
 * @param scripts of Redis inside scripts, by its own clock
 * @param calls of scripts: their number
 * @param postgres of all servers on the machine
 */
record Usage(double machine, double instance, double redis, double scripts, double calls, double postgres) {
    static Usage of(long instance, RedisMeter redis) {
        return new Usage(
                CpuTime.machineMicros(),
                CpuTime.micros(instance),
                redis.cpuMicros(),
                redis.scriptMicros(),
                redis.scripts(),
                CpuTime.micros("postgres"));
    }

    /** Adds what each of so many requests has used since. */
    void addTo(Summary summary, String name, Usage before, long requests) {
        summary.add(name + "_cpu_us", (instance - before.instance) / requests);
        summary.add(name + "_machine_us", (machine - before.machine) / requests);
        if (calls == 0) {
            return;
        }
        summary.add(name + "_redis_us", (redis - before.redis) / requests);
        summary.add(name + "_redis_script_us", (scripts - before.scripts) / requests);
        summary.add(name + "_redis_calls", (calls - before.calls) / requests);
        summary.add(name + "_postgres_us", (postgres - before.postgres) / requests);
    }
}
